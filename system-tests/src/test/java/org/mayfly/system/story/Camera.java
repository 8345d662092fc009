package org.mayfly.system.story;

import com.microsoft.playwright.Locator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** A camera in front of which another screen is held: chromium takes this film for what it sees when a page turns it on. */
record Camera(Path film) {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int FRAMES = 10;
    private static final byte GREY = (byte) 150;
    private static final byte COLOURLESS = (byte) 128;

    /** Sees a wall. */
    static Camera in(Path folder) throws IOException {
        var camera = new Camera(folder.resolve("camera.y4m"));
        camera.film(wall());
        return camera;
    }

    /** With which chromium uses it, and lets the pages of the installation do so. */
    List<String> arguments() {
        return List.of(
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=" + film);
    }

    /** Holds what another screen shows in front of it, for whoever turns it on from now on. */
    void see(Locator shown) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(shown.screenshot()));
        var light = wall();
        int left = (WIDTH - picture.getWidth()) / 2;
        int top = (HEIGHT - picture.getHeight()) / 2;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                light[(top + y) * WIDTH + left + x] = brightness(picture, x, y);
            }
        }
        film(light);
    }

    private static byte[] wall() {
        var light = new byte[WIDTH * HEIGHT];
        Arrays.fill(light, GREY);
        return light;
    }

    private static byte brightness(BufferedImage picture, int x, int y) {
        int colour = picture.getRGB(x, y);
        return (byte) (((colour >> 16 & 0xff) + (colour >> 8 & 0xff) + (colour & 0xff)) / 3);
    }

    private void film(byte[] light) throws IOException {
        var colour = new byte[WIDTH * HEIGHT / 2];
        Arrays.fill(colour, COLOURLESS);
        var out = new ByteArrayOutputStream();
        out.write(ascii("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F10:1 Ip A1:1 C420jpeg\n"));
        for (int frame = 0; frame < FRAMES; frame++) {
            out.write(ascii("FRAME\n"));
            out.write(light);
            out.write(colour);
        }
        Files.write(film, out.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
