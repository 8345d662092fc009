package org.mayfly.messaging.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a request comes from, as limits see it: an IPv4 address, or the first 64 bits of an IPv6 address. Whoever has one
 * IPv6 address commonly has all that begin like it, and would have a count for each.
 */
record Source(String text) {

    private static final int NETWORK_BYTES = 8;

    static Source of(String address) {
        return address.indexOf(':') < 0 ? new Source(address) : ofLiteral(address.replaceFirst("%.*$", ""));
    }

    /** With a colon it is no name: nothing is looked up. */
    private static Source ofLiteral(String address) {
        try {
            var parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? new Source(HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)))
                    : new Source(parsed.getHostAddress());
        } catch (UnknownHostException notAnAddress) {
            return new Source(address);
        }
    }

    @Override
    public String toString() {
        return "Source[hidden]";
    }
}
