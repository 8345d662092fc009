package org.mayfly.client.rest;

/** By which a person's account is found: as they are typed, without the spaces around. */
public record AccountNames(String network, String user) {

    public AccountNames {
        network = network.strip();
        user = user.strip();
    }
}
