using Xunit;

namespace EdgeRelay.Testing;

/// <summary>A test on recorded drives. Where their folder is absent it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordedDataFactAttribute : FactAttribute
{
    public RecordedDataFactAttribute()
    {
        if (!SharedRecordings.Present)
        {
            Skip = $"The recorded drives are not at {SharedRecordings.Folder}; set EDGERELAY_TEST_DATA to their folder.";
        }
    }
}
