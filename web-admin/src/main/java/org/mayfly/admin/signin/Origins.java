package org.mayfly.admin.signin;

import java.net.URI;

/** The origin of an address, as a browser writes it. */
final class Origins {

    private Origins() {}

    static String of(URI address) {
        var standard = "https".equals(address.getScheme()) ? 443 : 80;
        var port = address.getPort() == -1 || address.getPort() == standard ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port;
    }
}
