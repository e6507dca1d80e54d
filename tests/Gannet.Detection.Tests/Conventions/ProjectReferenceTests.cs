using System.Xml.Linq;

namespace Gannet.Detection.Tests.Conventions;

/// <summary>The direction of dependencies that the design sets, read from the project files.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Gannet.Torch"] = ["Gannet.Torch.Generators"],
        ["Gannet.Torch.Generators"] = [],
        ["Gannet.Vision"] = [],
        ["Gannet.Detection"] = ["Gannet.Torch", "Gannet.Vision"],
        ["Gannet.Training"] = ["Gannet.Detection", "Gannet.Torch", "Gannet.Vision"],
        ["Gannet.Hosting"] = ["Gannet.Detection", "Gannet.Torch", "Gannet.Vision"],
        ["Gannet.Cli"] = ["Gannet.Hosting", "Gannet.Training", "Gannet.Detection", "Gannet.Torch", "Gannet.Vision"],
    };

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src"), "Gannet.*").Select(static p => Path.GetFileName(p)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_point_the_right_way(string project)
    {
        Assert.True(s_allowed.ContainsKey(project), $"{project} has no place in the order of dependencies yet");
        Assert.Empty(Items(project, "ProjectReference").Select(static p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/'))).Except(s_allowed[project]));
    }

    [Fact]
    public void Torch_has_no_package() => Assert.Empty(Items("Gannet.Torch", "PackageReference"));

    [Fact]
    public void Vision_has_only_the_yaml_package() => Assert.Equal(["YamlDotNet"], Items("Gannet.Vision", "PackageReference"));

    [Fact]
    public void The_libraries_do_not_see_each_other()
    {
        Assert.DoesNotContain("Gannet.Vision", typeof(Torch.Tensor).Assembly.GetReferencedAssemblies().Select(static a => a.Name));
        Assert.DoesNotContain("Gannet.Torch", typeof(Vision.Box).Assembly.GetReferencedAssemblies().Select(static a => a.Name));
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj")).Descendants(kind).Select(static e => (string)e.Attribute("Include")!);
}
