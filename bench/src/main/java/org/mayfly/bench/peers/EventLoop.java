package org.mayfly.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that drives every connection. What a connection writes in a turn leaves together at its end. */
public final class EventLoop extends Thread {

    private static final int READ_BYTES = 256 * 1024;
    private static final long PATIENCE_MILLIS = 200;

    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Link> dirty = new ArrayDeque<>();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);

    public EventLoop() {
        super("loop");
        setDaemon(true);
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the task on the loop's thread; at once when called there. */
    public void execute(Runnable task) {
        if (Thread.currentThread() == this) {
            task.run();
        } else {
            tasks.add(task);
            selector.wakeup();
        }
    }

    /** Runs the task on the loop's thread and waits for what it returns. */
    <T> T call(Callable<T> task) {
        var result = new CompletableFuture<T>();
        execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    Selector selector() {
        return selector;
    }

    /** The link has something to send at the end of this turn. */
    void isDirty(Link link) {
        dirty.add(link);
    }

    @Override
    public void run() {
        try {
            while (true) {
                selector.select(PATIENCE_MILLIS);
                for (var task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                for (var key : selector.selectedKeys()) {
                    serve(key, (Link) key.attachment());
                }
                selector.selectedKeys().clear();
                for (var link = dirty.poll(); link != null; link = dirty.poll()) {
                    link.endOfTurn();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key, Link link) {
        try {
            link.ready(key, readBuffer);
        } catch (IOException | CancelledKeyException gone) {
            link.fail(gone.toString());
        } catch (RuntimeException bug) {
            bug.printStackTrace();
            link.fail(bug.toString());
        }
    }
}
