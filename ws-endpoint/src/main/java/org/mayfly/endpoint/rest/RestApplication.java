package org.mayfly.endpoint.rest;

import org.mayfly.endpoint.openapi.OpenApiResource;
import org.mayfly.endpoint.problem.ProblemMapper;
import org.mayfly.endpoint.rest.audit.AuditResource;
import org.mayfly.endpoint.rest.device.OwnDevicesResource;
import org.mayfly.endpoint.rest.device.WaitingDeviceResource;
import org.mayfly.endpoint.rest.directory.DeviceListResource;
import org.mayfly.endpoint.rest.directory.DeviceListsResource;
import org.mayfly.endpoint.rest.directory.DirectoryResource;
import org.mayfly.endpoint.rest.enrolment.EnrolmentsResource;
import org.mayfly.endpoint.rest.invitation.InvitationsResource;
import org.mayfly.endpoint.rest.json.BodyRequired;
import org.mayfly.endpoint.rest.json.ListWriter;
import org.mayfly.endpoint.rest.json.RecordReader;
import org.mayfly.endpoint.rest.json.RecordWriter;
import org.mayfly.endpoint.rest.network.NetworkResource;
import org.mayfly.endpoint.rest.network.NetworksResource;
import org.mayfly.endpoint.rest.policy.NetworkPolicyResource;
import org.mayfly.endpoint.rest.policy.PolicyResource;
import org.mayfly.endpoint.rest.recovery.AccountResource;
import org.mayfly.endpoint.rest.recovery.BundlesResource;
import org.mayfly.endpoint.rest.recovery.EvaluationsResource;
import org.mayfly.endpoint.rest.recovery.LogInsResource;
import org.mayfly.endpoint.rest.server.LiveResource;
import org.mayfly.endpoint.rest.server.ReadyResource;
import org.mayfly.endpoint.rest.server.ServerResource;
import org.mayfly.endpoint.rest.user.UsersResource;

import java.util.Map;
import java.util.Set;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All of REST: what is not in this list is not served. */
@ApplicationPath("/")
public class RestApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                AccountResource.class,
                AuditResource.class,
                BundlesResource.class,
                DeviceListResource.class,
                DeviceListsResource.class,
                DirectoryResource.class,
                EnrolmentsResource.class,
                EvaluationsResource.class,
                InvitationsResource.class,
                LiveResource.class,
                LogInsResource.class,
                NetworkPolicyResource.class,
                NetworkResource.class,
                NetworksResource.class,
                OpenApiResource.class,
                OwnDevicesResource.class,
                PolicyResource.class,
                ReadyResource.class,
                ServerResource.class,
                UsersResource.class,
                WaitingDeviceResource.class,
                BodyRequired.class,
                ListWriter.class,
                NoStore.class,
                ProblemMapper.class,
                RecordReader.class,
                RecordWriter.class);
    }

    /** No generated descriptions, no container's error pages, no serialiser that was not asked for. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true,
                "jersey.config.server.response.setStatusOverSendError", true,
                "jersey.config.disableMoxyJson", true,
                "jersey.config.server.disableAutoDiscovery", true);
    }
}
