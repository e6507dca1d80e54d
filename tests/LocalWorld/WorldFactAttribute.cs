using Gannet.Torch.Distributed;

namespace Gannet.Testing;

/// <summary>A test of several processes, or of threads that stand for them; skipped where libtorch's c10d is not bound.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WorldFactAttribute : FactAttribute
{
    public WorldFactAttribute() => Skip = ProcessGroup.Missing;
}

/// <summary>The same with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WorldTheoryAttribute : TheoryAttribute
{
    public WorldTheoryAttribute() => Skip = ProcessGroup.Missing;
}
