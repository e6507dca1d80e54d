using System.Reflection;
using Gannet.Torch;
using Gannet.Vision;

namespace Gannet.Cli.Tests;

/// <summary>The dependency direction of the whole solution: Cli → Training → Detection → {Torch, Vision}.</summary>
public class ArchitectureTests
{
    [Fact]
    public void Torch_takes_nothing_but_the_base_class_library() => Assert.Empty(References(typeof(TorchRuntime).Assembly));

    [Fact]
    public void Vision_takes_nothing_but_YamlDotNet() => Assert.Empty(References(typeof(Box).Assembly).Except(["YamlDotNet"]));

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(static name => name.Name!)
            .Where(static name => !name.StartsWith("System.", StringComparison.Ordinal));
}
