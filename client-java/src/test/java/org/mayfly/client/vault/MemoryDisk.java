package org.mayfly.client.vault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A disk that stops half-way through its n-th operation. What was written but not flushed is known, so a test can take
 * up from what a killed process leaves (everything written) and from what a power cut leaves (any part of the unflushed).
 */
final class MemoryDisk implements VaultFiles {

    /** Power or process ended here. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Content slots;
    private final Content journal;
    private Content log;
    private int untilCrash;

    MemoryDisk() {
        this(new Content(), new Content(), new Content());
    }

    private MemoryDisk(Content slots, Content journal, Content log) {
        this.slots = slots;
        this.journal = journal;
        this.log = log;
        this.untilCrash = Integer.MAX_VALUE;
    }

    void crashAfter(int operations) {
        untilCrash = operations;
    }

    MemoryDisk afterKill() {
        return new MemoryDisk(slots.afterKill(), journal.afterKill(), log.afterKill());
    }

    MemoryDisk afterPowerCut(Random random) {
        return new MemoryDisk(slots.afterPowerCut(random), journal.afterPowerCut(random), log.afterPowerCut(random));
    }

    byte[] everything() {
        var all = new java.io.ByteArrayOutputStream();
        List.of(slots, journal, log).forEach(content -> all.writeBytes(content.written));
        return all.toByteArray();
    }

    byte[] keys() {
        var all = new java.io.ByteArrayOutputStream();
        List.of(slots, journal).forEach(content -> all.writeBytes(content.written));
        return all.toByteArray();
    }

    @Override
    public DurableFile slots() {
        return new File(slots);
    }

    @Override
    public DurableFile journal() {
        return new File(journal);
    }

    @Override
    public DurableFile log() {
        return new File(log);
    }

    @Override
    public void replaceLog(Iterable<byte[]> content) {
        operation();
        var next = new java.io.ByteArrayOutputStream();
        content.forEach(next::writeBytes);
        log = new Content();
        log.write(0, next.toByteArray(), next.size());
        log.force();
    }

    @Override
    public void erase() {
        throw new UnsupportedOperationException("tested on a folder");
    }

    @Override
    public void close() {}

    private boolean operation() {
        if (untilCrash-- > 0) {
            return true;
        }
        untilCrash = 0;
        return false;
    }

    private static final class Content {

        private record Unflushed(int offset, byte[] bytes) {}

        private byte[] written = new byte[0];
        private byte[] durable = new byte[0];
        private final List<Unflushed> unflushed = new ArrayList<>();

        void write(int offset, byte[] bytes, int length) {
            var part = Arrays.copyOf(bytes, length);
            unflushed.add(new Unflushed(offset, part));
            written = applied(written, offset, part);
        }

        void force() {
            durable = written.clone();
            unflushed.clear();
        }

        void truncate(int size) {
            written = Arrays.copyOf(written, size);
            force();
        }

        Content afterKill() {
            var content = new Content();
            content.written = written.clone();
            content.durable = written.clone();
            return content;
        }

        Content afterPowerCut(Random random) {
            var content = new Content();
            var survived = durable.clone();
            for (var write : unflushed) {
                if (random.nextBoolean()) {
                    survived = applied(survived, write.offset(), write.bytes());
                }
            }
            content.written = survived;
            content.durable = survived.clone();
            return content;
        }

        private static byte[] applied(byte[] content, int offset, byte[] bytes) {
            var result = Arrays.copyOf(content, Math.max(content.length, offset + bytes.length));
            System.arraycopy(bytes, 0, result, offset, bytes.length);
            return result;
        }
    }

    private final class File implements DurableFile {

        private final Content content;

        File(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.written.length;
        }

        @Override
        public byte[] read(long offset, int length) {
            return Arrays.copyOfRange(content.written, (int) offset, (int) offset + length);
        }

        @Override
        public void write(long offset, byte[] bytes) {
            var whole = operation();
            content.write((int) offset, bytes, whole ? bytes.length : bytes.length / 2);
            if (!whole) {
                throw new Crash();
            }
        }

        @Override
        public void force() {
            if (!operation()) {
                throw new Crash();
            }
            content.force();
        }

        @Override
        public void truncate(long size) {
            if (!operation()) {
                throw new Crash();
            }
            content.truncate((int) size);
        }

        @Override
        public void close() {}
    }
}
