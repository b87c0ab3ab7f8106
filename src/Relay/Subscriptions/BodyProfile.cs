namespace EdgeRelay.Relay.Subscriptions;

/// <summary>The envelope of a body.</summary>
public enum BodyProfile : byte
{
    /// <summary><c>{"head":{…},"data":{…}}</c></summary>
    HeadData = 0,

    /// <summary>Standard Webhooks: <c>{"type":…,"timestamp":…,"data":{…}}</c></summary>
    Standard = 1,

    /// <summary>CloudEvents 1.0, structured: <c>application/cloudevents+json</c>. JSON only.</summary>
    Cloudevents = 2,
}
