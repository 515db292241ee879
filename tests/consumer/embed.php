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
// What a whole WordPress would ask its database and its translations.
function __($text) { return $text; }
function home_url() { return 'https://blog.example'; }
function wp_generate_password() { return 'secret'; }
foreach (['compat', 'load', 'plugin', 'functions', 'formatting', 'kses', 'embed', 'class-wp-oembed'] as $part) {
    require_once ABSPATH . WPINC . "/$part.php";
}
add_filter('pre_option', fn($value, $name) => $name === 'blog_charset' ? 'UTF-8' : '', 10, 2);
$given = json_decode(file_get_contents($argv[1] . '/oembed.json'));
echo wp_filter_oembed_result($given->html, $given, $given->url);
