using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Recordings;

/// <summary>A test that needs the recorded drives; says that it is skipped where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordedDataFactAttribute : FactAttribute
{
    public RecordedDataFactAttribute()
    {
        if (!SharedRecordings.Present)
        {
            Skip = "The recorded drives are not there: " + SharedRecordings.Folder + " (set EDGERELAY_TEST_DATA).";
        }
    }
}
