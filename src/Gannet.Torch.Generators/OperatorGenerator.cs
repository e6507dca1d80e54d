using System;
using System.IO;
using Microsoft.CodeAnalysis;

namespace Gannet.Torch.Generators;

/// <summary>Turns <c>schemas.txt</c> into typed methods of <c>Gannet.Torch.Tensor</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_badSchema = new(
        "GANNET001", "Wrong operator schema", "{0}({1}): {2}", "Gannet", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider.Where(static file => Path.GetFileName(file.Path) == "schemas.txt");
        context.RegisterSourceOutput(files, static (output, file) => Generate(output, file));
    }

    private static void Generate(SourceProductionContext output, AdditionalText file)
    {
        var writer = new WrapperWriter();
        foreach (var line in file.GetText(output.CancellationToken)!.Lines)
        {
            var text = line.ToString().Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            try
            {
                writer.Write(SchemaParser.Parse(text));
            }
            catch (FormatException error)
            {
                output.ReportDiagnostic(Diagnostic.Create(
                    s_badSchema, Location.None, Path.GetFileName(file.Path), line.LineNumber + 1, error.Message));
            }
        }

        output.AddSource("Tensor.Operators.g.cs", writer.Finish());
    }
}
