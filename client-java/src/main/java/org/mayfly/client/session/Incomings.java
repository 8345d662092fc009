package org.mayfly.client.session;

import org.jspecify.annotations.Nullable;
import org.mayfly.client.connection.ServerEvents;
import org.mayfly.client.problem.Problem;
import org.mayfly.protocol.wire.Deliver;
import org.mayfly.protocol.wire.DevicesChanged;
import org.mayfly.protocol.wire.PolicyInForce;
import org.mayfly.protocol.wire.PrekeysLow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Brings what the server says to the session's thread; holds it back until the session knows the connection. */
final class Incomings implements ServerEvents {

    private final Loop loop;
    private final Predicate<Line> isCurrent;
    private final Hearer hearer;
    private final List<Consumer<Line>> heldBack = new ArrayList<>();
    private @Nullable Line made;

    /** Who hears it, on the session's thread, while the line it came on is the session's. */
    interface Hearer {

        void delivered(Deliver envelope, Line line);

        void drained();

        void policyChanged(PolicyInForce policy);

        void prekeysLow(PrekeysLow low, Line line);

        void devicesChanged(DevicesChanged changed, Line line);

        void lost(Problem why);
    }

    Incomings(Loop loop, Predicate<Line> isCurrent, Hearer hearer) {
        this.loop = loop;
        this.isCurrent = isCurrent;
        this.hearer = hearer;
    }

    /** What came before goes first: the order of a mailbox is the order of its messages. */
    synchronized void start(Line line) {
        made = line;
        heldBack.forEach(work -> pass(line, work));
        heldBack.clear();
    }

    @Override
    public void delivered(Deliver envelope) {
        when(line -> hearer.delivered(envelope, line));
    }

    @Override
    public void drained() {
        when(line -> hearer.drained());
    }

    @Override
    public void policyChanged(PolicyInForce changed) {
        when(line -> hearer.policyChanged(changed));
    }

    @Override
    public void prekeysLow(PrekeysLow low) {
        when(line -> hearer.prekeysLow(low, line));
    }

    @Override
    public void devicesChanged(DevicesChanged changed) {
        when(line -> hearer.devicesChanged(changed, line));
    }

    @Override
    public void lost(Problem why) {
        when(line -> hearer.lost(why));
    }

    private synchronized void when(Consumer<Line> work) {
        if (made == null) {
            heldBack.add(work);
        } else {
            pass(made, work);
        }
    }

    private void pass(Line known, Consumer<Line> work) {
        loop.run(() -> {
            if (isCurrent.test(known)) {
                work.accept(known);
            }
        });
    }
}
