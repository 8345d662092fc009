package org.mayfly.protocol.client;

import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.wire.SignedDeviceList;
import org.mayfly.protocol.wire.UploadPrekeys;

/**
 * A new identity with its first device, ready to be enrolled. The identity key's private part is erased already.
 *
 * <p>One full pool of one-time keys of each type. Commit the unit (with the material, to be able to repeat the request) before the server hears of it.
 */
public record EnrolmentMaterial(
        DeviceId device, SignedDeviceList list, UploadPrekeys prekeys, UploadPrekeys kemPrekeys, UnitOfWork unit) {}
