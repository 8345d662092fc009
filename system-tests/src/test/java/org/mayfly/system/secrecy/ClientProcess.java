package org.mayfly.system.secrecy;

import org.mayfly.client.MayflyClient;
import org.mayfly.client.Surroundings;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.vault.VaultFolder;
import org.mayfly.protocol.client.store.HeldPrekey;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A Java client in a process of its own, for others to look into: takes all that waits, shows it, and stays until its input
 * ends. Besides, as a control, it holds one private one-time key that it doesn't use.
 */
final class ClientProcess {

    static final String SETTLED = "settled";

    private ClientProcess() {}

    /** @param arguments the home, and the id of the key to hold */
    public static void main(String[] arguments) throws Exception {
        var home = Path.of(arguments[0]);
        var surroundings = Surroundings.ofThisMachine();
        SecretBytes living;
        try (var folder = VaultFolder.take(home);
                var store = new FileStore(folder.open(
                        () -> {
                            throw new IllegalStateException("locked");
                        },
                        surroundings.random().secureRandom()))) {
            var held = store.heldPrekey(new PrekeyId(Bytes.parseHex(arguments[1])));
            living = store.secrets().read(held.map(HeldPrekey::slot).orElseThrow());
        }
        try (var client = MayflyClient.open(home)) {
            client.connect();
            settle(client);
            client.show(message -> System.out.println(message.text()), warning -> System.out.println("a warning"));
            settle(client);
            System.out.println(SETTLED);
            System.in.transferTo(System.out);
        }
        living.destroy();
    }

    private static void settle(MayflyClient client) throws InterruptedException {
        if (!client.awaitSettled(Duration.ofSeconds(60))) {
            throw new IllegalStateException("not settled in time");
        }
    }
}
