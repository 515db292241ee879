"""Serves a file of records as an archive of the web does, on a port of this machine.

    archive.py FOLDER FILE PORT
"""

import os
import pathlib
import shutil
import subprocess
import sys

folder, file, port = sys.argv[1:]
wayback = shutil.which("wayback")
if wayback is None:
    sys.exit("ModuleNotFoundError: no wayback")
# The command that makes collections stands beside it, in an environment of their own.
manager = str(pathlib.Path(os.path.realpath(wayback)).parent / "wb-manager")
for arguments in [["init", "coll"], ["add", "coll", file]]:
    subprocess.run([manager, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
os.chdir(folder)
os.execv(wayback, [wayback, "-p", port, "-b", "127.0.0.1"])
