/// The script of `check.html`: no library, no network, no `innerHTML`. The content security policy names its hash.
enum SiteScript {
    static let text = "\n\"use strict\";\n" + digest + figures + words + page + "\n"
}
