<?php
// Passes what an oEmbed provider gave through WordPress's own filter, as a post that has its address would show it.
//
// The folder holds `oembed.json`; WordPress itself, unpacked by `tests/run`, is named by WORDPRESS. Prints the HTML.

$root = getenv('WORDPRESS');
if (!is_string($root) || !is_file("$root/wp-includes/kses.php")) {
    fwrite(STDERR, "ModuleNotFoundError: no WordPress\n");
    exit(1);
}
define('ABSPATH', "$root/");
define('WPINC', 'wp-includes');
function __($text) { return $text; }
function get_option($name) { return $name === 'blog_charset' ? 'UTF-8' : false; }
function home_url() { return 'https://blog.example'; }
foreach (['compat', 'load', 'plugin', 'formatting', 'kses', 'embed', 'class-wp-oembed'] as $part) {
    require_once ABSPATH . WPINC . "/$part.php";
}
$given = json_decode(file_get_contents($argv[1] . '/oembed.json'));
echo wp_filter_oembed_result($given->html, $given, $given->url);
