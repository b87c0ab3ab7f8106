namespace EdgeRelay.Mqtt.Packets;

/// <summary>The table of MQTT 5.0, section 2.2.2.2.</summary>
internal static class PropertyShapes
{
    public static PropertyShape Of(PropertyId id) => id switch
    {
        PropertyId.PayloadFormatIndicator or PropertyId.RequestProblemInformation
            or PropertyId.RequestResponseInformation or PropertyId.MaximumQos or PropertyId.RetainAvailable
            or PropertyId.WildcardSubscriptionAvailable or PropertyId.SubscriptionIdentifierAvailable
            or PropertyId.SharedSubscriptionAvailable => PropertyShape.Byte,
        PropertyId.ServerKeepAlive or PropertyId.ReceiveMaximum or PropertyId.TopicAliasMaximum
            or PropertyId.TopicAlias => PropertyShape.TwoBytes,
        PropertyId.MessageExpiryInterval or PropertyId.SessionExpiryInterval or PropertyId.WillDelayInterval
            or PropertyId.MaximumPacketSize => PropertyShape.FourBytes,
        PropertyId.SubscriptionIdentifier => PropertyShape.VariableInteger,
        PropertyId.ContentType or PropertyId.ResponseTopic or PropertyId.AssignedClientIdentifier
            or PropertyId.AuthenticationMethod or PropertyId.ResponseInformation or PropertyId.ServerReference
            or PropertyId.ReasonString => PropertyShape.Text,
        PropertyId.CorrelationData or PropertyId.AuthenticationData => PropertyShape.Binary,
        PropertyId.UserProperty => PropertyShape.TextPair,
        _ => PropertyShape.Unknown,
    };
}
