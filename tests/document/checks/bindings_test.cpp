#include <asyncapi/document/checks/check.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

struct judgement {
    const char* at;        ///< server, channel, operation, message
    const char* binding;   ///< as YAML
    const char* expected;  ///< the first thing that is found, with its severity; empty: nothing
};

/// \return a document of AsyncAPI 3 with a binding
std::string document_3(std::string_view at, const std::string& binding) {
    const auto bindings = [&](std::string_view level) {
        return std::string{"bindings: "} + (at == level ? binding : "{}") + "\n";
    };
    return "asyncapi: 3.0.0\ninfo: {title: a, version: 1.0.0}\n"
           "servers:\n  a:\n    host: a\n    protocol: a\n    " +
           bindings("server") + "channels:\n  a:\n    messages:\n      a:\n        " +
           bindings("message") + "    " + bindings("channel") +
           "operations:\n  a:\n    action: send\n    channel: {$ref: '#/channels/a'}\n    " +
           bindings("operation");
}

/// \return a document of AsyncAPI 2 with a binding
std::string document_2(std::string_view at, const std::string& binding) {
    const auto bindings = [&](std::string_view level) {
        return std::string{"bindings: "} + (at == level ? binding : "{}") + "\n";
    };
    return "asyncapi: 2.6.0\ninfo: {title: a, version: 1.0.0}\n"
           "servers:\n  a:\n    url: a\n    protocol: a\n    " +
           bindings("server") + "channels:\n  a:\n    " + bindings("channel") +
           "    subscribe:\n      " + bindings("operation") + "      message:\n        " +
           bindings("message");
}

std::string judged(const std::string& text) {
    const auto document = asyncapi::document::parse(text);
    REQUIRE_MESSAGE(document.has_value(), text);
    for (const auto& found : asyncapi::check(*document))
        if (found.level != asyncapi::checks::severity::information)
            return std::string{asyncapi::checks::name_of(found.level)} + ": " + found.message;
    return "";
}

// Wherever a binding says its version, and in AsyncAPI 3 also where it does not.
const judgement judgements[] = {
    // AMQP
    {"channel",
     "{amqp: {is: routingKey, exchange: {name: a, type: topic, durable: true, autoDelete: false, "
     "vhost: /}, queue: {name: a, durable: true, exclusive: true, autoDelete: false, vhost: /}, "
     "bindingVersion: 0.3.0}}",
     ""},
    {"channel", "{amqp: {is: topic, bindingVersion: 0.3.0}}",
     "error: \"topic\" is none of queue and routingKey"},
    {"channel", "{amqp: {exchange: {type: x, x-max: 1, alternate: b}, bindingVersion: 0.3.0}}",
     "error: \"x\" is none of topic, direct, fanout, default and headers"},
    {"channel", "{amqp: {queue: {durable: 1}, bindingVersion: 0.3.0}}",
     "error: \"durable\" has to be true or false, not 1"},
    {"operation",
     "{amqp: {expiration: 0, userId: a, cc: [a], priority: 1, deliveryMode: 2, mandatory: true, "
     "bcc: [a], timestamp: true, ack: false, bindingVersion: 0.3.0}}",
     ""},
    {"operation", "{amqp: {expiration: -1, bindingVersion: 0.3.0}}", "error: -1 is less than 0"},
    {"operation", "{amqp: {deliveryMode: 3, bindingVersion: 0.3.0}}", "error: 3 is more than 2"},
    {"operation", "{amqp: {deliveryMode: 0, bindingVersion: 0.3.0}}", "error: 0 is less than 1"},
    {"operation", "{amqp: {replyTo: a, bindingVersion: 0.2.0}}", ""},
    {"operation", "{amqp: {replyTo: a, bindingVersion: 0.3.0}}",
     "error: \"replyTo\" is no member of an AMQP Operation Binding Object"},
    {"message", "{amqp: {contentEncoding: gzip, messageType: a, bindingVersion: 0.3.0}}", ""},
    {"message", "{amqp: {messageType: 1, bindingVersion: 0.3.0}}",
     "error: \"messageType\" has to be a string, not 1: YAML reads it so without quotes"},
    {"server", "{amqp: {}}", ""},
    {"server", "{amqp: {vhost: a, bindingVersion: 0.3.0}}",
     "error: \"vhost\" is no member of a reserved Binding Object"},
    // What is reserved as a whole
    {"server", "{amqp1: {}, mercure: {}, redis: {}, stomp: {}}", ""},
    {"channel", "{redis: {group: a, bindingVersion: 0.1.0}}",
     "error: \"group\" is no member of a reserved Binding Object"},
    {"message", "{stomp: {x-a: 1}}", ""},
    {"operation", "{mercure: {topic: a, bindingVersion: 0.1.0}}",
     "error: \"topic\" is no member of a reserved Binding Object"},
    {"message", "{amqp1: {a: 1, bindingVersion: 0.1.0}}",
     "error: \"a\" is no member of a reserved Binding Object"},
    // Anypoint MQ
    {"channel",
     "{anypointmq: {destination: a, destinationType: fifo-queue, bindingVersion: 0.0.1}}", ""},
    {"channel", "{anypointmq: {destinationType: topic, bindingVersion: 0.0.1}}",
     "error: \"topic\" is none of exchange, queue and fifo-queue"},
    {"message",
     "{anypointmq: {headers: {type: object, properties: {a: {type: string}}}, "
     "bindingVersion: 0.0.1}}",
     ""},
    {"message", "{anypointmq: {headers: {type: array}, bindingVersion: 0.0.1}}",
     "error: \"headers\" has to be of type object"},
    // Google Cloud Pub/Sub
    {"channel",
     "{googlepubsub: {labels: {a: b}, messageRetentionDuration: 86400s, messageStoragePolicy: "
     "{allowedPersistenceRegions: [us-east1]}, schemaSettings: {encoding: json, firstRevisionId: "
     "a, lastRevisionId: b, name: c}, bindingVersion: 0.2.0}}",
     ""},
    {"channel", "{googlepubsub: {topic: a, bindingVersion: 0.1.0}}", ""},
    {"channel", "{googlepubsub: {topic: a, bindingVersion: 0.2.0}}",
     "error: \"topic\" is no member of a Google Cloud Pub/Sub Channel Binding Object"},
    {"channel",
     "{googlepubsub: {messageStoragePolicy: {allowedPersistenceRegions: a}, "
     "bindingVersion: 0.2.0}}",
     "error: \"allowedPersistenceRegions\" has to be a list, not \"a\""},
    {"message",
     "{googlepubsub: {attributes: {a: b}, orderingKey: a, schema: {name: a}, "
     "bindingVersion: 0.2.0}}",
     ""},
    {"message", "{googlepubsub: {schema: {type: avro}, bindingVersion: 0.2.0}}",
     "error: \"type\" is no member of a Schema Definition Object"},
    // HTTP
    {"operation",
     "{http: {method: PATCH, query: {type: object, properties: {}}, bindingVersion: 0.3.0}}", ""},
    {"operation", "{http: {method: get, bindingVersion: 0.3.0}}",
     "error: \"get\" is none of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, CONNECT and TRACE"},
    {"operation", "{http: {type: request, method: GET, bindingVersion: 0.1.0}}", ""},
    {"operation", "{http: {type: request, method: GET, bindingVersion: 0.2.0}}",
     "error: \"type\" is no member of an HTTP Operation Binding Object"},
    {"operation", "{http: {method: GET, bindingVersion: 0.1.0}}",
     "error: an HTTP Operation Binding Object of version 0.1.0 needs \"type\""},
    {"operation", "{http: {type: requests, bindingVersion: 0.1.0}}",
     "error: \"requests\" is none of request and response: is \"request\" meant?"},
    {"message",
     "{http: {headers: {type: object, properties: {}}, statusCode: 200, bindingVersion: 0.3.0}}",
     ""},
    {"message", "{http: {statusCode: 200, bindingVersion: 0.2.0}}",
     "error: \"statusCode\" is no member of an HTTP Message Binding Object before version 0.3.0"},
    {"message", "{http: {statusCode: ok, bindingVersion: 0.3.0}}",
     "error: \"statusCode\" has to be a number, not \"ok\""},
    // IBM MQ
    {"server",
     "{ibmmq: {groupId: a, ccdtQueueManagerName: a, cipherSpec: a, multiEndpointServer: true, "
     "heartBeatInterval: 999999, bindingVersion: 0.1.0}}",
     ""},
    {"server", "{ibmmq: {heartBeatInterval: 1000000, bindingVersion: 0.1.0}}",
     "error: 1000000 is more than 999999"},
    {"channel",
     "{ibmmq: {destinationType: topic, topic: {string: a, objectName: a, durablePermitted: true, "
     "lastMsgRetained: true}, maxMsgLength: 104857600, bindingVersion: 0.1.0}}",
     ""},
    {"channel",
     "{ibmmq: {queue: {objectName: a, isPartitioned: true, exclusive: false}, "
     "bindingVersion: 0.1.0}}",
     ""},
    {"channel", "{ibmmq: {queue: {exclusive: true}, bindingVersion: 0.1.0}}",
     "error: an IBM MQ queue needs \"objectName\""},
    {"channel",
     "{ibmmq: {topic: {objectName: "
     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}, bindingVersion: 0.1.0}}",
     "error: \"objectName\" is longer than 48 characters"},
    {"channel", "{ibmmq: {maxMsgLength: 104857601, bindingVersion: 0.1.0}}",
     "error: 104857601 is more than 104857600"},
    {"message",
     "{ibmmq: {type: binary, headers: MQRFH2, description: a, expiry: 0, bindingVersion: 0.1.0}}",
     ""},
    {"message", "{ibmmq: {expiry: -1, bindingVersion: 0.1.0}}", "error: -1 is less than 0"},
    {"message", "{ibmmq: {type: text, bindingVersion: 0.1.0}}",
     "error: \"text\" is none of string, jms and binary"},
    {"operation", "{ibmmq: {type: binary, bindingVersion: 0.1.0}}",
     "error: \"type\" is no member of a reserved Binding Object"},
    // JMS
    {"server",
     "{jms: {jmsConnectionFactory: a, properties: [{name: a, value: false}, {name: b, value: "
     "null}], clientID: a, bindingVersion: 0.0.1}}",
     ""},
    {"server", "{jms: {clientID: a, bindingVersion: 0.0.1}}",
     "error: a JMS Server Binding Object needs \"jmsConnectionFactory\""},
    {"server", "{jms: {jmsConnectionFactory: a, properties: {a: b}, bindingVersion: 0.0.1}}",
     "error: \"properties\" has to be a list, not an object"},
    {"channel", "{jms: {destination: a, destinationType: exchange, bindingVersion: 0.0.1}}",
     "error: \"exchange\" is none of queue and fifo-queue"},
    {"message", "{jms: {headers: 1, bindingVersion: 0.0.1}}",
     "error: \"headers\" has to be a Schema Object, not 1"},
    // Kafka
    {"server",
     "{kafka: {schemaRegistryUrl: 'https://a/', schemaRegistryVendor: a, bindingVersion: 0.5.0}}",
     ""},
    {"server", "{kafka: {schemaRegistryUrl: a, bindingVersion: 0.5.0}}",
     "error: \"a\" is no absolute URL, as in https://example.com/terms"},
    {"channel",
     "{kafka: {topic: a, partitions: 1, replicas: 1, topicConfiguration: {cleanup.policy: "
     "[delete, compact], retention.ms: 604800000, retention.bytes: -1, delete.retention.ms: 1, "
     "max.message.bytes: 1, confluent.key.schema.validation: true, "
     "confluent.key.subject.name.strategy: a, confluent.value.schema.validation: true, "
     "confluent.value.subject.name.strategy: a}, bindingVersion: 0.5.0}}",
     ""},
    {"channel", "{kafka: {partitions: 0, bindingVersion: 0.5.0}}", "error: 0 is less than 1"},
    {"channel", "{kafka: {replicas: 0, bindingVersion: 0.5.0}}", "error: 0 is less than 1"},
    {"channel", "{kafka: {topicConfiguration: {}, bindingVersion: 0.3.0}}",
     "error: \"topicConfiguration\" is no member of a Kafka Channel Binding Object before version "
     "0.4"},
    {"channel", "{kafka: {topicConfiguration: {cleanup.policy: [keep]}, bindingVersion: 0.5.0}}",
     "error: \"keep\" is none of delete and compact"},
    {"operation",
     "{kafka: {groupId: {type: string}, clientId: {$ref: '#/components/schemas/none'}, "
     "bindingVersion: 0.5.0}}",
     "error: the reference \"#/components/schemas/none\" leads to nothing: there is nothing at "
     "#/components/schemas/none"},
    {"operation", "{kafka: {groupId: a, bindingVersion: 0.1.0}}",
     "error: \"groupId\" has to be a Schema Object, not \"a\""},
    {"message",
     "{kafka: {key: {type: record, fields: []}, schemaIdLocation: header, "
     "schemaIdPayloadEncoding: a, schemaLookupStrategy: a, bindingVersion: 0.5.0}}",
     ""},
    {"message", "{kafka: {key: {type: text}, bindingVersion: 0.5.0}}",
     "error: \"text\" is none of array, boolean, integer, null, number, object and string"},
    // MQTT
    {"server",
     "{mqtt: {clientId: a, cleanSession: true, lastWill: {topic: a, qos: 2, message: a, retain: "
     "false}, keepAlive: 60, sessionExpiryInterval: 1, maximumPacketSize: {type: integer}, "
     "bindingVersion: 0.2.0}}",
     ""},
    {"server", "{mqtt: {maximumPacketSize: 1, bindingVersion: 0.1.0}}",
     "error: \"maximumPacketSize\" is no member of an MQTT Server Binding Object of version "
     "0.1.0"},
    {"server", "{mqtt: {lastWill: {qos: 3}, bindingVersion: 0.2.0}}", "error: 3 is more than 2"},
    {"server", "{mqtt: {sessionExpiryInterval: a, bindingVersion: 0.2.0}}",
     "error: \"sessionExpiryInterval\" has to be an integer or a Schema Object, not \"a\""},
    {"operation",
     "{mqtt: {qos: 0, retain: true, messageExpiryInterval: {type: integer}, "
     "bindingVersion: 0.2.0}}",
     ""},
    {"operation", "{mqtt: {qos: 7, bindingVersion: 0.2.0}}", "error: 7 is more than 2"},
    {"operation", "{mqtt: {qos: 1.5, bindingVersion: 0.2.0}}",
     "error: \"qos\" has to be an integer, not 1.5"},
    {"message",
     "{mqtt: {payloadFormatIndicator: 1, correlationData: {type: string}, contentType: "
     "text/plain, responseTopic: a/b, bindingVersion: 0.2.0}}",
     ""},
    {"message", "{mqtt: {responseTopic: {type: string}, bindingVersion: 0.2.0}}", ""},
    {"message", "{mqtt: {payloadFormatIndicator: 2, bindingVersion: 0.2.0}}",
     "error: 2 is more than 1"},
    {"message", "{mqtt: {contentType: a, bindingVersion: 0.1.0}}",
     "error: \"contentType\" is no member of an MQTT Message Binding Object of version 0.1.0"},
    {"channel", "{mqtt: {qos: 1, bindingVersion: 0.2.0}}",
     "error: \"qos\" is no member of a reserved Binding Object"},
    {"server", "{mqtt5: {sessionExpiryInterval: 1, bindingVersion: 0.2.0}}", ""},
    {"server", "{mqtt5: {sessionExpiryInterval: -1, bindingVersion: 0.2.0}}",
     "error: -1 is less than 0"},
    // NATS
    {"operation", "{nats: {queue: a, bindingVersion: 0.1.0}}", ""},
    {"operation", "{nats: {queue: 1, bindingVersion: 0.1.0}}",
     "error: \"queue\" has to be a string, not 1: YAML reads it so without quotes"},
    // Pulsar
    {"server", "{pulsar: {tenant: a, bindingVersion: 0.1.0}}", ""},
    {"server", "{pulsar: {tenants: a, bindingVersion: 0.1.0}}",
     "error: \"tenants\" is no member of a Pulsar Server Binding Object: is \"tenant\" meant?"},
    {"channel",
     "{pulsar: {namespace: a, persistence: persistent, compaction: 1, geo-replication: [a], "
     "retention: {time: 1, size: 1}, ttl: 1, deduplication: true, bindingVersion: 0.1.0}}",
     ""},
    {"channel", "{pulsar: {persistence: persistent, bindingVersion: 0.1.0}}",
     "error: a Pulsar Channel Binding Object needs \"namespace\""},
    {"channel", "{pulsar: {namespace: a, persistence: none, bindingVersion: 0.1.0}}",
     "error: \"none\" is none of persistent and non-persistent"},
    // ROS 2
    {"server", "{ros2: {rmwImplementation: rmw_fastrtps_cpp, domainId: 231}}", ""},
    {"server", "{ros2: {domainId: 232}}", "error: 232 is more than 231"},
    {"operation",
     "{ros2: {role: publisher, node: /a, qosPolicies: {reliability: reliable, history: unknown, "
     "durability: volatile, lifespan: -1, deadline: -1, liveliness: automatic, leaseDuration: "
     "-1}}}",
     ""},
    {"operation", "{ros2: {role: listener}}",
     "error: \"listener\" is none of publisher, action_client, service_client, subscriber, "
     "action_server and service_server"},
    {"operation", "{ros2: {qosPolicies: {lifespan: -2}}}", "error: -2 is less than -1"},
    // SNS
    {"channel",
     "{sns: {name: a, ordering: {type: FIFO, contentBasedDeduplication: true}, policy: "
     "{statements: [{effect: Allow, principal: '*', action: [a], resource: a, condition: "
     "{a: {b: c}}}, {effect: Deny, principal: {AWS: [a]}, action: a, condition: [{a: b}]}]}, "
     "tags: {a: b}, bindingVersion: 0.1.0}}",
     ""},
    {"channel", "{sns: {tags: {}, bindingVersion: 0.1.0}}",
     "error: an SNS Channel Binding Object needs \"name\""},
    {"channel", "{sns: {name: a, ordering: {type: fifo}, bindingVersion: 0.1.0}}",
     "error: \"fifo\" is none of standard and FIFO"},
    {"channel",
     "{sns: {name: a, policy: {statements: [{effect: Permit, principal: a, action: a}]}, "
     "bindingVersion: 0.1.0}}",
     "error: \"Permit\" is none of Allow and Deny"},
    {"operation",
     "{sns: {topic: {arn: a}, consumers: [{protocol: sqs, endpoint: {name: a}, filterPolicy: "
     "{a: [b]}, filterPolicyScope: MessageBody, rawMessageDelivery: true, redrivePolicy: "
     "{deadLetterQueue: {arn: a}, maxReceiveCount: 1}, deliveryPolicy: {minDelayTarget: 1, "
     "maxDelayTarget: 1, numRetries: 1, numNoDelayRetries: 1, numMinDelayRetries: 1, "
     "numMaxDelayRetries: 1, backoffFunction: linear, maxReceivesPerSecond: 1}, displayName: "
     "a}], deliveryPolicy: {}, bindingVersion: 0.1.0}}",
     ""},
    {"operation",
     "{sns: {consumers: [{protocol: ftp, endpoint: {}, rawMessageDelivery: true}], "
     "bindingVersion: 0.1.0}}",
     "error: \"ftp\" is none of http, https, email, email-json, sms, sqs, application, lambda and "
     "firehose"},
    {"operation", "{sns: {consumers: [{protocol: sqs, endpoint: {}}], bindingVersion: 0.1.0}}",
     "error: an SNS Consumer needs \"rawMessageDelivery\""},
    // Solace
    {"server", "{solace: {msgVpn: a, clientName: a, bindingVersion: 0.4.0}}", ""},
    {"operation",
     "{solace: {destinations: [{destinationType: queue, deliveryMode: direct, queue: {name: a, "
     "topicSubscriptions: [a], accessType: exclusive, maxMsgSpoolSize: '1', maxTtl: '1'}}, "
     "{destinationType: topic, topicSubscriptions: [a]}], timeToLive: 1, priority: 255, "
     "dmqEligible: true, bindingVersion: 0.4.0}}",
     ""},
    {"operation", "{solace: {priority: 256, bindingVersion: 0.4.0}}",
     "error: 256 is more than 255"},
    {"operation", "{solace: {priority: {type: integer}, bindingVersion: 0.4.0}}", ""},
    {"operation", "{solace: {priority: 1, bindingVersion: 0.3.0}}",
     "error: \"priority\" is no member of a Solace Operation Binding Object before version 0.4"},
    {"operation", "{solace: {destinations: [{destinationType: exchange}], bindingVersion: 0.4.0}}",
     "error: \"exchange\" is none of queue and topic"},
    // SQS
    {"channel",
     "{sqs: {queue: {name: a, fifoQueue: true, deduplicationScope: messageGroup, "
     "fifoThroughputLimit: perMessageGroupId, deliveryDelay: 900, visibilityTimeout: 43200, "
     "receiveMessageWaitTime: 0, messageRetentionPeriod: 60, redrivePolicy: {deadLetterQueue: "
     "{name: a}, maxReceiveCount: 1}, policy: {statements: []}, tags: {a: b}}, deadLetterQueue: "
     "{name: a}, bindingVersion: 0.3.0}}",
     ""},
    {"channel", "{sqs: {bindingVersion: 0.3.0}}",
     "error: an SQS Channel Binding Object needs \"queue\""},
    {"channel", "{sqs: {queue: {name: a}, bindingVersion: 0.3.0}}",
     "error: an SQS Queue needs \"fifoQueue\""},
    {"channel",
     "{sqs: {queue: {name: a, fifoQueue: true, visibilityTimeout: 43201}, bindingVersion: 0.3.0}}",
     "error: 43201 is more than 43200"},
    {"operation", "{sqs: {queues: [{name: a}], bindingVersion: 0.3.0}}", ""},
    {"operation", "{sqs: {queues: {name: a}, bindingVersion: 0.3.0}}",
     "error: \"queues\" has to be a list, not an object"},
    // WebSockets
    {"channel",
     "{ws: {method: POST, query: {type: object, properties: {}}, headers: {type: object, "
     "properties: {}}, bindingVersion: 0.1.0}}",
     ""},
    {"channel", "{ws: {method: PUT, bindingVersion: 0.1.0}}",
     "error: \"PUT\" is none of GET and POST"},
    {"operation", "{ws: {method: GET, bindingVersion: 0.1.0}}",
     "error: \"method\" is no member of a reserved Binding Object"},
    // All
    {"operation", "{nats: {bindingVersion: 1}}",
     "error: \"bindingVersion\" has to be a string, not 1: YAML reads it so without quotes"},
    {"operation", "{nats: 1}", "error: \"nats\" has to be a NATS Operation Binding Object, not 1"},
};

}  // namespace

TEST_CASE("a binding holds what its version says, in AsyncAPI 2 and 3") {
    for (const auto& each : judgements) {
        CAPTURE(each.at);
        CAPTURE(each.binding);
        CHECK(judged(document_3(each.at, each.binding)) == each.expected);
        if (std::string_view{each.binding}.find("ros2") == std::string_view::npos)
            CHECK(judged(document_2(each.at, each.binding)) == each.expected);
    }
}

TEST_CASE("a binding without a version is judged as the latest in AsyncAPI 3") {
    CHECK(judged(document_3("operation", "{amqp: {replyTo: a}}")) ==
          "error: \"replyTo\" is no member of an AMQP Operation Binding Object");
    CHECK(judged(document_3("operation", "{mqtt: {qos: 7}}")) == "error: 7 is more than 2");
}

TEST_CASE("a binding without a version may be of any in AsyncAPI 2") {
    CHECK(judged(document_2("operation", "{amqp: {replyTo: a}}")).empty());
    CHECK(judged(document_2("operation", "{http: {type: request, method: GET}}")).empty());
    CHECK(judged(document_2("operation", "{http: {method: GET}}")).empty());
    CHECK(judged(document_2("operation", "{kafka: {clientId: a}}")).empty());
    CHECK(judged(document_2("operation", "{mqtt: {qos: 7}}")) == "error: 7 is more than 2");
    CHECK(judged(document_2("operation", "{mqtt: {qoss: 1}}")) ==
          "warning: \"qoss\" is no member of an MQTT Operation Binding Object: is \"qos\" meant?");
}

TEST_CASE("a binding whose version is not known is judged as the latest, after a warning") {
    const auto document = asyncapi::document::parse(
        document_2("channel", "{ws: {method: GET, path: a, bindingVersion: 1.1.1}}"));
    REQUIRE(document.has_value());
    const auto found = asyncapi::check(*document, {{}, asyncapi::checks::severity::warning});

    REQUIRE(found.size() == 2);
    CHECK(found[0].code == "unknown-member");
    CHECK(found[0].level == asyncapi::checks::severity::error);
    CHECK(found[1].code == "unknown-binding-version");
    CHECK(found[1].level == asyncapi::checks::severity::warning);
}

TEST_CASE("a binding may stand behind a reference, and so may all of them") {
    const std::string components =
        "components:\n  operationBindings:\n    all: {mqtt: {qos: 7}}\n"
        "    one: {$ref: '#/components/operationBindings/all'}\n";

    CHECK(judged(document_3("operation", "{$ref: '#/components/operationBindings/one'}") +
                 components) == "error: 7 is more than 2");
    CHECK(judged(
              document_3("operation", "{mqtt: {$ref: '#/components/operationBindings/all/mqtt'}}") +
              components) == "error: 7 is more than 2");
}
