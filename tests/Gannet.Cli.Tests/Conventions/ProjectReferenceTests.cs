using System.Reflection;
using System.Xml.Linq;

namespace Gannet.Cli.Tests.Conventions;

/// <summary>The direction of dependencies: Cli → {Serving, Labelling → Training} → Detection → {Torch, Kernels, Imaging} → Core, and Pages → Evaluation → Datasets beside them.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly string[] s_below = ["Gannet.Core", "Gannet.Kernels", "Gannet.Imaging"];
    private static readonly string[] s_data = [.. s_below, "Gannet.Datasets"];
    private static readonly string[] s_detection = [.. s_below, "Gannet.Torch"];

    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Gannet.Core"] = [],
        ["Gannet.Kernels"] = ["Gannet.Core"],
        ["Gannet.Imaging"] = ["Gannet.Core"],
        ["Gannet.Datasets"] = s_below,
        ["Gannet.Evaluation"] = s_data,
        ["Gannet.Pages"] = [.. s_data, "Gannet.Evaluation"],
        ["Gannet.Runtime"] = s_below,
        ["Gannet.Torch"] = ["Gannet.Core", "Gannet.Torch.Generators"],
        ["Gannet.Torch.Generators"] = [],
        ["Gannet.Detection"] = [.. s_detection, "Gannet.Runtime"],
        ["Gannet.Training"] = [.. s_detection, "Gannet.Datasets", "Gannet.Evaluation", "Gannet.Pages", "Gannet.Detection"],
        ["Gannet.Serving"] = [.. s_detection, "Gannet.Runtime", "Gannet.Detection"],
        ["Gannet.Labelling"] = [.. s_detection, "Gannet.Datasets", "Gannet.Evaluation", "Gannet.Runtime", "Gannet.Detection", "Gannet.Training"],
        ["Gannet.Cli"] = [.. s_detection, "Gannet.Datasets", "Gannet.Evaluation", "Gannet.Pages", "Gannet.Runtime", "Gannet.Detection", "Gannet.Serving", "Gannet.Training", "Gannet.Labelling"],
    };

    private static readonly Dictionary<string, string[]> s_packages = new()
    {
        ["Gannet.Core"] = [],
        ["Gannet.Kernels"] = [],
        ["Gannet.Imaging"] = [],
        ["Gannet.Datasets"] = ["YamlDotNet"],
        ["Gannet.Evaluation"] = [],
        ["Gannet.Pages"] = [],
        ["Gannet.Runtime"] = ["Google.Protobuf", "Grpc.Tools"],
        ["Gannet.Torch"] = [],
        ["Gannet.Serving"] = [],
        ["Gannet.Labelling"] = [],
    };

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src"), "Gannet.*").Select(static p => Path.GetFileName(p)!)];

    public static TheoryData<string> SmallProjects => [.. s_packages.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_point_the_right_way(string project)
    {
        Assert.True(s_allowed.ContainsKey(project), $"{project} has no place in the order of dependencies yet");
        Assert.Empty(Items(project, "ProjectReference").Select(static p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/'))).Except(s_allowed[project]));
    }

    [Theory]
    [MemberData(nameof(SmallProjects))]
    public void Packages_are_few(string project) => Assert.Equal(s_packages[project], Items(project, "PackageReference"));

    [Theory]
    [InlineData(typeof(Datasets.AnnotatedDataset))]
    [InlineData(typeof(Evaluation.EvaluationReport))]
    [InlineData(typeof(Pages.Page))]
    [InlineData(typeof(Kernels.Overlaps.Iou))]
    [InlineData(typeof(Runtime.OnnxSession))]
    public void Data_sets_and_scores_need_no_tensors(Type type) =>
        Assert.DoesNotContain("Gannet.Torch", Reached(type.Assembly, []).Select(static name => name.Name));

    // All assemblies that an assembly needs, directly or indirectly.
    private static HashSet<AssemblyName> Reached(Assembly assembly, HashSet<AssemblyName> reached)
    {
        foreach (var name in assembly.GetReferencedAssemblies().Where(static n => n.Name!.StartsWith("Gannet.", StringComparison.Ordinal)))
        {
            if (reached.Add(name)) Reached(Assembly.Load(name), reached);
        }

        return reached;
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj")).Descendants(kind).Select(static e => (string)e.Attribute("Include")!);
}
