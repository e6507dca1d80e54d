using Xunit;

namespace Gannet.Testing;

/// <summary>A test that takes minutes; runs only with <c>./gannet test --all</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowFactAttribute : FactAttribute
{
    public SlowFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("GANNET_TEST_ALL") != "1") Skip = "takes minutes; run './gannet test --all'";
    }
}
