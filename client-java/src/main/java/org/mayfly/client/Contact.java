package org.mayfly.client;

import java.util.Optional;

/**
 * How a colleague is known. Numbers have 60 digits in groups of five.
 *
 * @param safetyNumber empty where nothing was ever received from the person or sent to them
 * @param changed the number with the identity that is shown now, where the person has not decided about it
 */
public record Contact(String name, Optional<String> safetyNumber, Optional<String> changed) {}
