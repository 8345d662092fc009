package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.mailbox.Mailboxes.Place;
import org.mayfly.messaging.mailbox.Mailboxes.Stored;
import org.mayfly.messaging.testing.MovableClock;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The contracts in memory. */
class InMemoryMailboxesTest implements DeliveryContract, AcceptanceContract, ExpiryContract, DeviceListContract {

    private final MovableClock clock = new MovableClock();
    private final InMemoryMailboxes store = new InMemoryMailboxes();
    private final NetworkId network = new NetworkId(TestDevice.random(16));

    @Override
    public MailboxCommits commits(Limits limits) {
        return new MailboxCommitsBean(store, limits, clock);
    }

    @Override
    public List<Stored> read(DeviceId device, Place after, int limit) {
        return store.read(device, after, limit, clock.instant());
    }

    @Override
    public TestDevice device() {
        return put(network, false, new UserId(TestDevice.random(16)));
    }

    @Override
    public TestDevice deviceOfAnotherNetwork() {
        return put(new NetworkId(TestDevice.random(16)), false, new UserId(TestDevice.random(16)));
    }

    private TestDevice put(NetworkId of, boolean suspended, UserId user) {
        var device = new TestDevice(of, user);
        store.put(new MailboxStore.Party(device.address, of, suspended, Duration.ofDays(30), MailboxStore.Fill.NONE));
        return device;
    }

    @Override
    public void suspend(TestDevice device) {
        store.put(new MailboxStore.Party(
                device.address, device.network, true, Duration.ofDays(30), MailboxStore.Fill.NONE));
    }

    @Override
    public void newerList(TestDevice device) {
        store.newerList(device.address.user());
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long payloads() {
        return store.payloads();
    }
}
