using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("UnityKernel.Editor.Tests")]
