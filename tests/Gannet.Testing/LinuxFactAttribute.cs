using Xunit;

namespace Gannet.Testing;

/// <summary>A test of what only Linux has, such as named pipes and <c>/dev</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "needs Linux";
    }
}
