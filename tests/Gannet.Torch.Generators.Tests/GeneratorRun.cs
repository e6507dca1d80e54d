using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Gannet.Torch.Generators.Tests;

/// <summary>What the generator produces from a schema file.</summary>
internal sealed record GeneratorRun(string Source, IReadOnlyList<string> Errors)
{
    public static GeneratorRun Of(params string[] lines)
    {
        var driver = CSharpGeneratorDriver.Create([new OperatorGenerator().AsSourceGenerator()], [new SchemaText(string.Join('\n', lines))]);
        var result = driver.RunGenerators(CSharpCompilation.Create("generated")).GetRunResult();
        Assert.All(result.Diagnostics, static d => Assert.Equal(("GANNET001", DiagnosticSeverity.Error), (d.Id, d.Severity)));
        // The output must be valid C#, whatever was wrong with other lines.
        Assert.All(result.GeneratedTrees, static t => Assert.Empty(t.GetDiagnostics()));
        return new(Assert.Single(result.GeneratedTrees).ToString(), [.. result.Diagnostics.Select(static d => d.GetMessage(null))]);
    }

    /// <summary>The declaration and body of the only method with that name.</summary>
    public string Method(string name)
    {
        var start = Source.IndexOf($" {name}(", StringComparison.Ordinal);
        Assert.True(start >= 0, $"there is no method {name} in\n{Source}");
        start = Source.LastIndexOf('\n', start) + 1;
        return Source[start..Source.IndexOf("\n    }\n", start, StringComparison.Ordinal)].Trim();
    }

    private sealed class SchemaText(string text) : AdditionalText
    {
        public override string Path => "/any/schemas.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
