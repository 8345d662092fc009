package org.mayfly.client.session;

import org.mayfly.protocol.Limits;
import org.mayfly.protocol.wire.PrekeyType;

/** Makes new one-time keys of one type when the server says that few are left. On the session's thread only. */
final class Renewal {

    private final Desk desk;
    private final PrekeyType type;
    private boolean uploading;
    private int left = Limits.PREKEY_POOL;

    Renewal(Desk desk, PrekeyType type) {
        this.desk = desk;
        this.type = type;
    }

    int left() {
        return left;
    }

    boolean isIdle() {
        return !uploading;
    }

    void disconnected() {
        uploading = false;
    }

    void heard(int prekeysLeft, Line line) {
        left = prekeysLeft;
        if (left > Limits.PREKEY_LOW_WATER || uploading) {
            return;
        }
        uploading = true;
        var replenishment = desk.protocol().replenish(type, Limits.PREKEY_POOL - left, desk.now());
        desk.store().commit(replenishment.unit());
        var unused = line.connection()
                .upload(replenishment.upload())
                .whenComplete((stored, failure) -> desk.loop().run(() -> {
                    uploading = false;
                    if (failure == null) {
                        left = stored.getPrekeysLeft();
                    }
                }));
    }
}
