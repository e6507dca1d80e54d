using Xunit;

namespace Gannet.Testing;

/// <summary>A theory whose cases take minutes together: run by <c>./gannet test --all</c> only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowTheoryAttribute : TheoryAttribute
{
    public SlowTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("GANNET_TEST_ALL") != "1") Skip = "takes minutes; run './gannet test --all'";
    }
}
