package org.mayfly.client.session;

/** Makes new one-time keys when the server says that few are left. On the session's thread only. */
final class Renewal {

    private static final int POOL = 200;
    private static final int LOW = POOL / 4;

    private final Desk desk;
    private boolean uploading;
    private int left = POOL;

    Renewal(Desk desk) {
        this.desk = desk;
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
        if (left > LOW || uploading) {
            return;
        }
        uploading = true;
        var replenishment = desk.protocol().replenish(POOL - left, desk.now());
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
