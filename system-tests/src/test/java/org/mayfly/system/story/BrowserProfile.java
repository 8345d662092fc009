package org.mayfly.system.story;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One person's browser with its folder on the disk; can be closed, searched and opened again. */
final class BrowserProfile {

    private final BrowserType type;
    private final Path program;
    private final Path folder;
    private final List<String> arguments;
    private final double patienceMs;
    private final List<String> complaints = new ArrayList<>();
    private @Nullable BrowserContext context;

    BrowserProfile(BrowserType type, Path program, Path folder, List<String> arguments, double patienceMs) {
        this.type = type;
        this.program = program;
        this.folder = folder;
        this.arguments = arguments;
        this.patienceMs = patienceMs;
    }

    void open() {
        var opened = type.launchPersistentContext(
                folder,
                new BrowserType.LaunchPersistentContextOptions()
                        .setExecutablePath(program)
                        .setArgs(arguments)
                        .setViewportSize(1280, 800)
                        .setColorScheme(com.microsoft.playwright.options.ColorScheme.LIGHT)
                        .setLocale("en-GB")
                        .setTimezoneId("UTC"));
        opened.setDefaultTimeout(patienceMs);
        opened.onWebError(error -> complaints.add(error.error()));
        opened.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        context = opened;
    }

    /** Ends the browser; its processes have ended when this returns. */
    void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    Page page() {
        if (context == null) {
            throw new IllegalStateException("the browser is closed");
        }
        return context.pages().get(0);
    }

    /** Has the page's process give up what nothing refers to. */
    void collectGarbage() {
        var session = page().context().newCDPSession(page());
        session.send("HeapProfiler.collectGarbage");
        session.detach();
    }

    Path folder() {
        return folder;
    }

    /** Errors that pages or their console reported so far. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The same, which are then forgotten: a test that provoked them has judged them. */
    List<String> takeComplaints() {
        var taken = complaints();
        complaints.clear();
        return taken;
    }
}
