package org.mayfly.protocol.client.store;

/** Everything a device keeps. One process owns a store at a time. */
public interface ClientStore extends OwnDeviceStore, PrekeyStore, LinkStore, ReplayStore, PinnedListStore, Journal {

    ErasableSecrets secrets();
}
