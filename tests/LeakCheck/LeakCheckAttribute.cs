using System.Reflection;
using Gannet.Torch;
using Xunit.Sdk;

namespace Gannet.Testing;

/// <summary>Fails a test that leaves more tensors than it found.</summary>
/// <remarks>
/// Compiled into each test assembly that uses tensors, so that the other tests run without libtorch. The census is the process's:
/// those assemblies run one test at a time.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LeakCheckAttribute : BeforeAfterTestAttribute
{
    private long _before;

    public override void Before(MethodInfo methodUnderTest)
    {
        // What earlier tests left to the collector must not be freed while this one is counted.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _before = TensorCensus.Live;
    }

    public override void After(MethodInfo methodUnderTest)
    {
        var more = TensorCensus.Live - _before;
        if (more > 0) throw new XunitException($"{methodUnderTest.Name} left {more} tensors undisposed.");
        if (TensorScope.Current is not null) throw new XunitException($"{methodUnderTest.Name} left a tensor scope open.");
    }
}
