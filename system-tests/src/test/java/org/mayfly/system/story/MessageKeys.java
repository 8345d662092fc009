package org.mayfly.system.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sealed keys of the records in a browser's store that will be erased at a given time, read from the profile's
 * folder. Without its key a record is lost, whatever traces the browser leaves of it.
 */
final class MessageKeys {

    /** Of the file of secrets: see web-messenger/src/store/slots.ts. */
    private static final byte[] MAGIC = "MAYFLY01".getBytes(StandardCharsets.US_ASCII);

    static final int HEAD = 4096;
    static final int SLOT = 64;
    private static final int SEALED_KEY = 60;

    private static final String SLOTS_ENDING = """
            async ([from, to]) => {
              const request = indexedDB.open("mayfly", 1);
              const database = await new Promise((done, failed) => {
                request.onsuccess = () => done(request.result);
                request.onerror = () => failed(request.error);
              });
              try {
                const all = database.transaction("rows").objectStore("rows").getAll();
                return await new Promise((done, failed) => {
                  all.onsuccess = () =>
                    done(all.result.filter(({ eraseAt }) => eraseAt >= from && eraseAt <= to).map(({ slot }) => slot));
                  all.onerror = () => failed(all.error);
                });
              } finally {
                database.close();
              }
            }""";

    private MessageKeys() {}

    /** Of all records that end between these times, ms UTC. The messenger is open in this browser. */
    static List<byte[]> ending(BrowserProfile browser, long from, long to) {
        var slots = (List<?>) browser.page().evaluate(SLOTS_ENDING, List.of((double) from, (double) to));
        var file = secrets(browser.folder());
        var keys = new ArrayList<byte[]>();
        for (Object slot : slots) {
            int at = HEAD + ((Number) slot).intValue() * SLOT;
            keys.add(Arrays.copyOfRange(file, at, at + SEALED_KEY));
        }
        return keys;
    }

    /** The file of secrets as it lies in a profile's folder. */
    static byte[] secrets(Path profile) {
        try (var files = Files.walk(profile)) {
            return files.filter(Files::isRegularFile)
                    .filter(MessageKeys::startsWithMagic)
                    .findFirst()
                    .map(MessageKeys::read)
                    .orElseThrow(() -> new AssertionError("the profile holds no file of secrets"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean startsWithMagic(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
