using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gannet.Mutation;

/// <summary>Compiles a library once with all its mutants; those that do not compile are left out.</summary>
internal static partial class MutantBuild
{
    private const int MostRounds = 40;

    private const string Switch = """
        namespace Gannet;
        internal static class MutantSwitch
        {
            public static int Active = -1;
            public static bool[]? Seen;
            public static bool Is(int id) { if (Seen is not null) Seen[id] = true; return Active == id; }
        }
        """;

    /// <summary>Writes the assembly to <paramref name="target"/> and returns the mutants in it.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="project">The library, for example Gannet.Kernels.</param>
    /// <param name="folders">The folders to change; none for all.</param>
    /// <param name="testFolder">The folder of the assemblies that the library references.</param>
    /// <param name="target">The file to write.</param>
    public static List<Mutant> Build(string root, string project, string[] folders, string testFolder, string target)
    {
        var source = Path.Combine(root, "src", project);
        string[] files = [.. Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var generated = Directory.GetFiles(Path.Combine(root, "artifacts", "obj", project, "release"), "*.cs");
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithDocumentationMode(DocumentationMode.None);
        var plain = files.Concat(generated).Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path)).ToList();
        plain.Add(CSharpSyntaxTree.ParseText(Switch, options));
        var compilation = CSharpCompilation.Create(project, plain, References(project, testFolder), new(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Disable, deterministic: true));
        Require(compilation.GetDiagnostics());

        var changed = plain.Take(files.Length).Where(tree => folders.Length == 0 || folders.Any(folder => IsIn(tree.FilePath, Path.Combine(source, folder)))).ToList();
        HashSet<int> leftOut = [];
        for (var round = 0; round < MostRounds; round++)
        {
            var (mutated, mutants, next) = (compilation, new List<Mutant>(), 0);
            foreach (var tree in changed)
            {
                var mutator = new Mutator(compilation.GetSemanticModel(tree), Path.GetRelativePath(source, tree.FilePath), next, leftOut);
                var text = mutator.Visit(tree.GetRoot())!.ToFullString();
                mutants.AddRange(mutator.Mutants);
                next = mutator.NextId;
                mutated = mutated.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, options, tree.FilePath));
            }

            var result = mutated.Emit(target);
            if (result.Success) return mutants;
            var before = leftOut.Count;
            foreach (var error in result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)) leftOut.UnionWith(Culprits(error));
            if (leftOut.Count == before) Require(result.Diagnostics);
        }

        throw new InvalidOperationException($"{project} does not compile with its mutants.");
    }

    // The switch around the error; if the error is in a method's control flow, all removed statements of that method.
    private static IEnumerable<int> Culprits(Diagnostic error)
    {
        if (error.Location.SourceTree is not { } tree) return [];
        var node = tree.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            if (ancestor is ConditionalExpressionSyntax { Condition: var condition } && Numbers(condition).ToList() is [var only]) return [only];
            if (ancestor is IfStatementSyntax { Condition: InvocationExpressionSyntax swap } && Numbers(swap).ToList() is [var swapped]) return [swapped];
            if (ancestor is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or BasePropertyDeclarationSyntax)
            {
                var removed = ancestor.DescendantNodes().OfType<IfStatementSyntax>().Where(static i => i.Condition is PrefixUnaryExpressionSyntax)
                    .SelectMany(static i => Numbers(i.Condition)).ToList();
                return removed.Count > 0 ? removed : Numbers(ancestor);
            }
        }

        return Numbers(node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault() ?? node);
    }

    private static IEnumerable<int> Numbers(SyntaxNode node) =>
        SwitchCall().Matches(node.ToString()).Select(static m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    private static IEnumerable<MetadataReference> References(string project, string testFolder)
    {
        var framework = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(IsManaged);
        var own = Directory.GetFiles(testFolder, "*.dll").Where(path => Path.GetFileNameWithoutExtension(path) != project
            && !Path.GetFileNameWithoutExtension(path).EndsWith(".Tests", StringComparison.Ordinal));
        return framework.Concat(own.Where(IsManaged)).DistinctBy(Path.GetFileName).Select(static path => MetadataReference.CreateFromFile(path));
    }

    private static bool IsManaged(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata;
    }

    private static bool IsIn(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || path == folder + ".cs";

    private static void Require(IEnumerable<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } error) throw new InvalidOperationException(error.ToString());
    }

    [GeneratedRegex(@"MutantSwitch\.Is\((\d+)\)")]
    private static partial Regex SwitchCall();
}
