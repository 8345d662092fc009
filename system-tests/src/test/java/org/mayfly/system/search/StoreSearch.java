package org.mayfly.system.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads every byte of files and folders and reports where a needle stands, in any of its forms. Finds the first place of
 * each form in each file. Files that vanish while it reads are passed over: a server may be running on them.
 */
public final class StoreSearch {

    private static final int BLOCK = 8 << 20;

    private final List<Pattern> patterns = new ArrayList<>();
    private final List<List<Pattern>> byFirstTwo = new ArrayList<>(java.util.Collections.nCopies(1 << 16, List.of()));
    private final int longest;

    private record Pattern(String needle, String form, byte[] bytes) {}

    private StoreSearch(List<Needle> needles) {
        for (var needle : needles) {
            needle.forms().forEach((form, bytes) -> patterns.add(new Pattern(needle.name(), form, bytes)));
        }
        for (var pattern : patterns) {
            var key = key(pattern.bytes()[0], pattern.bytes()[1]);
            var list = new ArrayList<>(byFirstTwo.get(key));
            list.add(pattern);
            byFirstTwo.set(key, list);
        }
        longest = patterns.stream()
                .mapToInt(pattern -> pattern.bytes().length)
                .max()
                .orElse(1);
    }

    /** Looks for texts: name for the report, to the text. */
    public static StoreSearch forTexts(Map<String, String> named) {
        return new StoreSearch(Needle.texts(named));
    }

    /** Looks for one byte string. */
    public static StoreSearch forBytes(String name, byte[] content) {
        return new StoreSearch(List.of(Needle.bytes(name, content)));
    }

    /** Looks for byte strings: name for the report, to the bytes. */
    public static StoreSearch forBytes(Map<String, byte[]> named) {
        return new StoreSearch(named.entrySet().stream()
                .map(each -> Needle.bytes(each.getKey(), each.getValue()))
                .toList());
    }

    /** All finds in a file, or in every file below a folder; symbolic links are not followed. */
    public List<Found> in(Path place) throws IOException {
        var found = new ArrayList<Found>();
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    try {
                        searchFile(file, found);
                    } catch (NoSuchFileException e) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return List.copyOf(found);
    }

    private void searchFile(Path file, List<Found> found) throws IOException {
        var open = new ArrayList<>(patterns);
        try (var channel = FileChannel.open(file)) {
            var block = ByteBuffer.allocate(BLOCK + longest);
            long blockStart = 0;
            while (channel.read(block) >= 0 || block.position() >= longest) {
                var length = block.position();
                searchBlock(block.array(), length, blockStart, file, open, found);
                var keep = Math.min(longest - 1, length);
                System.arraycopy(block.array(), length - keep, block.array(), 0, keep);
                blockStart += length - keep;
                block.position(keep);
            }
        }
    }

    private void searchBlock(
            byte[] block, int length, long blockStart, Path file, List<Pattern> open, List<Found> found) {
        for (int at = 0; at + 1 < length && !open.isEmpty(); at++) {
            for (var pattern : byFirstTwo.get(key(block[at], block[at + 1]))) {
                if (matches(block, length, at, pattern.bytes()) && open.remove(pattern)) {
                    found.add(new Found(pattern.needle(), pattern.form(), file, blockStart + at));
                }
            }
        }
    }

    private static boolean matches(byte[] block, int length, int at, byte[] pattern) {
        if (at + pattern.length > length) {
            return false;
        }
        for (int i = 2; i < pattern.length; i++) {
            if (block[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    private static int key(byte first, byte second) {
        return (first & 0xff) << 8 | second & 0xff;
    }
}
