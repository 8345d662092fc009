package org.mayfly.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From environment variables to settings; says which variable is wrong and what it may be. */
final class SettingsParser {
    private static final int SMALLEST_HEAP = 256;

    private final Map<String, String> given;
    private final Path home;

    SettingsParser(Map<String, String> environment, Path home) {
        this.given = new TreeMap<>(environment);
        this.home = home;
    }

    Settings parse() {
        given.keySet().stream()
                .filter(Setting::claims)
                .filter(variable -> Setting.named(variable).isEmpty())
                .findFirst()
                .ifPresent(variable -> {
                    throw new SettingRefused(variable + " is not a setting of Mayfly. Did you mean "
                            + Spelling.nearest(variable).variable() + "?");
                });
        int https = port(Setting.HTTPS_PORT);
        int admin = port(Setting.ADMIN_PORT);
        return new Settings(
                file(Setting.DATA, value(Setting.DATA).orElse(Setting.DATA.standard())),
                value(Setting.LISTEN).orElse(Setting.LISTEN.standard()),
                https,
                admin,
                origin(Setting.PUBLIC_URL, https),
                origin(Setting.ADMIN_URL, admin),
                database(),
                tls(),
                memory());
    }

    private Optional<String> value(Setting setting) {
        return Optional.ofNullable(given.get(setting.variable()))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private int port(Setting setting) {
        String text = value(setting).orElse(setting.standard());
        return number(text, 1, 65_535)
                .orElseThrow(() ->
                        new SettingRefused(setting.variable() + " is “" + text + "”; set it to a port, 1 to 65535."));
    }

    private int memory() {
        String text = value(Setting.MEMORY).orElse(Setting.MEMORY.standard());
        return number(text, SMALLEST_HEAP, 1 << 20)
                .orElseThrow(() -> new SettingRefused(Setting.MEMORY.variable() + " is “" + text
                        + "”; set it to MiB of heap, " + SMALLEST_HEAP + " or more, such as 1024."));
    }

    private static Optional<Integer> number(String text, int least, int most) {
        if (!text.matches("[0-9]{1,7}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text)).filter(number -> number >= least && number <= most);
    }

    private URI origin(Setting setting, int port) {
        String text = value(setting).orElse("https://localhost:" + port);
        try {
            URI url = new URI(text);
            boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty() || "/".equals(url.getRawPath());
            boolean plain = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            if ("https".equals(url.getScheme()) && url.getHost() != null && bare && plain) {
                return new URI("https", null, url.getHost(), url.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // Refused below, in the same words as any other address that cannot be an origin.
        }
        throw new SettingRefused(setting.variable() + " is “" + text
                + "”; set it to an https address without a path, such as https://chat.example.org.");
    }

    private DatabaseSettings database() {
        Optional<String> url = value(Setting.DATABASE_URL);
        if (url.isEmpty()) {
            return new DatabaseSettings.Embedded();
        }
        if (!url.get().startsWith("jdbc:postgresql:") || url.get().matches(".*[?&]password=.*")) {
            throw new SettingRefused(Setting.DATABASE_URL.variable()
                    + " must begin with jdbc:postgresql: and hold no password; passwords stand in "
                    + Setting.DATABASE_OWNER_PASSWORD_FILE.variable() + " and "
                    + Setting.DATABASE_APP_PASSWORD_FILE.variable() + ".");
        }
        return new DatabaseSettings.External(
                url.get(),
                needed(Setting.DATABASE_OWNER_PASSWORD_FILE, Setting.DATABASE_URL),
                needed(Setting.DATABASE_APP_PASSWORD_FILE, Setting.DATABASE_URL));
    }

    private TlsSettings tls() {
        if (value(Setting.TLS_CERTIFICATE).isEmpty() && value(Setting.TLS_KEY).isEmpty()) {
            return new TlsSettings.LocalAuthority();
        }
        return new TlsSettings.Own(
                needed(Setting.TLS_CERTIFICATE, Setting.TLS_KEY), needed(Setting.TLS_KEY, Setting.TLS_CERTIFICATE));
    }

    private Path needed(Setting setting, Setting because) {
        return value(setting)
                .map(text -> file(setting, text))
                .orElseThrow(() -> new SettingRefused(because.variable() + " is set, so " + setting.variable()
                        + " must be set too: it names a file."));
    }

    private Path file(Setting setting, String text) {
        String expanded = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
        if (expanded.indexOf('\n') >= 0 || expanded.indexOf('\0') >= 0) {
            throw new SettingRefused(setting.variable() + " holds a character no file name can have; set it anew.");
        }
        return Path.of(expanded).toAbsolutePath().normalize();
    }
}
