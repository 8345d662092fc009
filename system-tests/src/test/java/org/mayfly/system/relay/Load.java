package org.mayfly.system.relay;

import org.mayfly.client.AuthenticationWarning;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Message;
import org.mayfly.client.MessageListener;
import org.mayfly.system.Eventually;
import org.mayfly.system.history.History;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Four people who write to four others without a pause, several messages ahead of their receipts, and tell a history. */
final class Load implements AutoCloseable {

    private static final List<String> SENDERS = List.of("sender-1", "sender-2", "sender-3", "sender-4");
    private static final List<String> RECIPIENTS = List.of("reader-1", "reader-2", "reader-3", "reader-4");
    static final List<String> PEOPLE =
            List.of("sender-1", "sender-2", "sender-3", "sender-4", "reader-1", "reader-2", "reader-3", "reader-4");
    private static final int AHEAD = 16;

    private final Colleagues people;
    private final History history;
    private final Semaphore receipts = new Semaphore(0);
    private final Queue<CompletableFuture<Void>> sent = new ConcurrentLinkedQueue<>();
    private final Queue<String> trouble = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean going = true;

    private Load(Colleagues people, History history) {
        this.people = people;
        this.history = history;
    }

    static Load start(Colleagues people, History history) throws Exception {
        var load = new Load(people, history);
        for (var name : RECIPIENTS) {
            people.client(name).listen(load.new Telling(name));
        }
        for (var name : PEOPLE) {
            people.client(name).stayConnected();
        }
        for (var name : PEOPLE) {
            Eventually.await(name + " is connected", Duration.ofMinutes(1), people.client(name)::isConnected);
        }
        for (var name : SENDERS) {
            var thread = new Thread(() -> load.send(name), "load-" + name);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    private final class Telling implements MessageListener {
        private final String recipient;

        Telling(String recipient) {
            this.recipient = recipient;
        }

        @Override
        public void received(Message message) {
            history.shown(recipient, message.id());
        }

        @Override
        public void warned(AuthenticationWarning warning) {
            trouble.add(recipient + " was warned: " + warning.code());
        }
    }

    private void send(String sender) {
        var client = people.client(sender);
        var ahead = new Semaphore(AHEAD);
        try {
            for (var number = 0; going; number++) {
                if (!ahead.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    continue;
                }
                send(client, sender, RECIPIENTS.get(number % RECIPIENTS.size()), ahead);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            trouble.add(sender + " could not send: " + e);
        }
    }

    private void send(MayflyClient client, String sender, String recipient, Semaphore ahead) {
        var sending = client.send(recipient, "under load", Optional.of(Duration.ofDays(1)), Optional.empty());
        var id = sending.id().toString();
        history.submitting(sender, id, Set.of(recipient));
        sent.add(sending.accepted().whenComplete((done, failure) -> {
            if (failure == null) {
                history.acknowledged(id);
                receipts.release();
            } else {
                trouble.add(sender + " was refused: " + failure);
            }
            ahead.release();
        }));
    }

    boolean awaitReceipts(int number, Duration patience) throws InterruptedException {
        return receipts.tryAcquire(number, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** No more messages; returns when every one has its receipt and was shown, and nothing is on its way. */
    void finish(Duration patience) throws Exception {
        stop();
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        Eventually.await(() -> "every acknowledged message was shown: " + standing(), patience, () -> {
            assertThat(trouble).isEmpty();
            return history.judge().lost().isEmpty();
        });
        for (var name : RECIPIENTS) {
            var client = people.client(name);
            Eventually.await(
                    name + " has nothing on its way", patience, () -> client.awaitSettled(Duration.ofSeconds(10)));
        }
        assertThat(trouble).isEmpty();
    }

    private String standing() {
        var statuses = RECIPIENTS.stream()
                .map(name -> {
                    var status = people.client(name).status();
                    return name + (status.connected() ? " connected, " : " not connected, ") + status.unshown()
                            + " not shown";
                })
                .toList();
        return history.judge() + ", " + statuses;
    }

    private void stop() throws InterruptedException {
        close();
        for (var thread : threads) {
            thread.join();
        }
    }

    /** The senders end by themselves, soon. */
    @Override
    public void close() {
        going = false;
    }
}
