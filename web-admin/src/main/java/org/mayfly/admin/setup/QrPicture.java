package org.mayfly.admin.setup;

import io.nayuki.qrcodegen.QrCode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A QR code as a picture that stands in the page itself: its content is never fetched by an address. */
final class QrPicture {

    private static final int QUIET_ZONE = 4;

    private QrPicture() {}

    /** An SVG as a data URI, black on white in any theme: scanners need that. */
    static String of(String content) {
        var code = QrCode.encodeText(content, QrCode.Ecc.MEDIUM);
        var side = code.size + 2 * QUIET_ZONE;
        var svg = new StringBuilder(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"".formatted(side, side))
                .append(" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\""
                        .formatted(side, side));
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    svg.append("M%d %dh1v1h-1z".formatted(x + QUIET_ZONE, y + QUIET_ZONE));
                }
            }
        }
        svg.append("\"/></svg>");
        return "data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(svg.toString().getBytes(StandardCharsets.UTF_8));
    }
}
