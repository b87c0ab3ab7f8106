namespace EdgeRelay.Rules.Events;

/// <summary>Under which id an event is told, and which one its parts give.</summary>
/// <param name="Id">The one that is told.</param>
/// <param name="Derived">Another than <paramref name="Id"/> when its own id is held by an event that was told before and has moved away.</param>
internal readonly record struct EventIdentity(EventId Id, EventId Derived)
{
    /// <summary>Names the interval that the event begins.</summary>
    public ulong Number => Id.High;
}
