namespace Gannet.Runtime.Tests.Parity;

/// <summary>A test of what a script has written to a folder, skipped where that is not at hand.</summary>
internal sealed class FolderFactAttribute : FactAttribute
{
    /// <param name="variable">The environment variable that names the folder.</param>
    /// <param name="script">What writes it, below <c>tests/oracle</c>.</param>
    public FolderFactAttribute(string variable, string script)
    {
        if (!Directory.Exists(Environment.GetEnvironmentVariable(variable))) Skip = $"needs {variable}, a folder that tests/oracle/{script} writes";
    }
}
