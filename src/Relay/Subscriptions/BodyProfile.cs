namespace EdgeRelay.Relay.Subscriptions;

/// <summary>The envelope of a body.</summary>
public enum BodyProfile : byte
{
    /// <summary><c>{"head":{…},"data":{…}}</c></summary>
    HeadData = 0,
}
