package org.mayfly.system.story;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotCaret;

import java.nio.file.Path;

/**
 * Pictures of screens: at 1280×800, light, under {@code docs/screens} with {@code -Dmayfly.screens.write=true}, else
 * under {@code target/screens}; at 360×740 and dark under {@code target/screens} with {@code -Dmayfly.screens.all=true}.
 * Each is looked at for {@link Barriers}.
 */
final class Pictures {

    private static final Path DOCUMENTS = Path.of("../docs/screens");
    private static final Path TARGET = Path.of("target/screens");

    private Pictures() {}

    static void take(Page page, String name) {
        shoot(page, (Boolean.getBoolean("mayfly.screens.write") ? DOCUMENTS : TARGET).resolve(name + ".png"));
        Barriers.look(page, name);
        if (Boolean.getBoolean("mayfly.screens.all")) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            shoot(page, TARGET.resolve(name + "-dark.png"));
            page.setViewportSize(360, 740);
            shoot(page, TARGET.resolve(name + "-360-dark.png"));
            Barriers.look(page, name + "-360-dark");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            shoot(page, TARGET.resolve(name + "-360.png"));
            page.setViewportSize(1280, 800);
        }
    }

    private static void shoot(Page page, Path file) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(file)
                .setCaret(ScreenshotCaret.HIDE)
                .setAnimations(ScreenshotAnimations.DISABLED));
    }
}
