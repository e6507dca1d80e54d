using System.Text.RegularExpressions;

namespace Gannet.Cli.Tests.Conventions;

/// <summary>The layout of files: tests mirror the sources folder by folder, and namespaces are folders.</summary>
public sealed partial class LayoutTests
{
    // Tests that belong to no single file: the five systems, equality with the references, whole commands and trainings, and these conventions.
    private static readonly string[] s_roomsWithoutMirror = ["Systems", "Parity", "Scenarios", "Conventions", "Issues"];

    [Fact]
    public void Every_test_stands_where_its_subject_stands()
    {
        var orphans = Files("tests")
            .Where(static path => path.EndsWith("Tests.cs", StringComparison.Ordinal) || AspectOf().IsMatch(path))
            .Where(static path => path.Split('/') is [var project, .. var rooms, _] && project.EndsWith(".Tests", StringComparison.Ordinal)
                && !rooms.Intersect(s_roomsWithoutMirror).Any())
            .Where(static path => !File.Exists(Path.Combine(Repository.Root, "src", SubjectOf(path))));
        Assert.Empty(orphans);
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void A_namespace_is_a_folder(string top) => Assert.DoesNotContain(
        Files(top).Where(static path => path.StartsWith("Gannet.", StringComparison.Ordinal))
            .Select(path => (Path: path, Namespace: NamespaceIn().Match(File.ReadAllText(Path.Combine(Repository.Root, top, path))))),
        static file => file.Namespace.Success && file.Namespace.Groups[1].Value != NamespaceOf(file.Path));

    [Fact]
    public void No_file_is_longer_than_a_reader_is_patient() =>
        Assert.DoesNotContain(Files("src"), static path => File.ReadLines(Path.Combine(Repository.Root, "src", path)).Count() > 400);

    // Core's nouns are in the root namespace.
    private static string NamespaceOf(string path)
    {
        var folder = path[..path.LastIndexOf('/')].Replace('/', '.');
        return folder == "Gannet.Core" || folder.StartsWith("Gannet.Core.", StringComparison.Ordinal) ? "Gannet" + folder["Gannet.Core".Length..] : folder;
    }

    // Gannet.X.Tests/Room/SubjectTests.Aspect.cs → Gannet.X/Room/Subject.cs
    private static string SubjectOf(string path)
    {
        var (folder, file) = (path[..path.LastIndexOf('/')], path[(path.LastIndexOf('/') + 1)..]);
        var subject = file[..file.IndexOf("Tests.", StringComparison.Ordinal)];
        return $"{folder.Replace(".Tests", "", StringComparison.Ordinal)}/{subject}.cs";
    }

    private static IEnumerable<string> Files(string top)
    {
        var root = Path.Combine(Repository.Root, top);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'));
    }

    [GeneratedRegex(@"Tests\.\w+\.cs$")]
    private static partial Regex AspectOf();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceIn();
}
