using EdgeRelay.Gateway.Storage;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Where the journal stood when the gateway started.</summary>
internal sealed record JournalMarks(long LastPosition, long LowWater)
{
    public static JournalMarks Read(CoreDatabase database)
    {
        using var context = database.Read();
        var last = context.Journal.Max(j => (long?)j.Position) ?? 0;
        var low = context.Meta.AsNoTracking().FirstOrDefault(m => m.Name == MetaRow.JournalLowWater)?.Value ?? 0;
        // A row that was removed by retention may have been the last: positions must never come again.
        return new JournalMarks(Math.Max(last, low), low);
    }
}
