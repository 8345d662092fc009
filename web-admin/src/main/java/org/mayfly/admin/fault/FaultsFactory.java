package org.mayfly.admin.fault;

import org.mayfly.messaging.crypto.RandomIds;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;

/** Puts {@link Faults} in front of the container's handler; named in faces-config.xml. */
public class FaultsFactory extends ExceptionHandlerFactory {

    public FaultsFactory(ExceptionHandlerFactory wrapped) {
        super(wrapped);
    }

    @Override
    public ExceptionHandler getExceptionHandler() {
        return new Faults(
                getWrapped().getExceptionHandler(),
                CDI.current().select(RandomIds.class).get());
    }
}
