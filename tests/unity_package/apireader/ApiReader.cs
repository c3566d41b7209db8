using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

/// <summary>
/// What assemblies declare, or what they use of others, as lines for a test:
/// <c>ApiReader.exe declared A.dll ...</c>, <c>ApiReader.exe used A.dll ...</c>. A use is told as the declaration that it
/// means, looked up in the assemblies beside. Fields are separated by tabs:
/// <c>type NAME KIND BASE</c> and <c>member OWNER KIND NAME SIGNATURE</c>; KIND begins with "static " where it is.
/// Types in signatures go by C#'s words or their last name; by reference is an ampersand behind.
/// </summary>
static class ApiReader
{
    static readonly Dictionary<string, string> Words = new Dictionary<string, string>
    {
        { "System.Boolean", "bool" }, { "System.Byte", "byte" }, { "System.SByte", "sbyte" }, { "System.Int16", "short" },
        { "System.UInt16", "ushort" }, { "System.Int32", "int" }, { "System.UInt32", "uint" }, { "System.Int64", "long" },
        { "System.UInt64", "ulong" }, { "System.Single", "float" }, { "System.Double", "double" }, { "System.Char", "char" },
        { "System.String", "string" }, { "System.Object", "object" }, { "System.Void", "void" },
    };

    static int Main(string[] arguments)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string path in arguments.Skip(1))
        {
            var resolver = new DefaultAssemblyResolver();
            resolver.AddSearchDirectory(System.IO.Path.GetDirectoryName(path));
            ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
            foreach (string line in arguments[0] == "used" ? Used(module) : Declared(module))
            {
                lines.Add(line);
            }
        }
        foreach (string line in lines)
        {
            Console.WriteLine(line);
        }
        return 0;
    }

    static IEnumerable<string> Declared(ModuleDefinition module)
    {
        foreach (TypeDefinition type in module.GetTypes().Where(IsVisible))
        {
            yield return Describe(type);
            var members = type.Fields.Where(each => each.IsPublic && !each.IsSpecialName).Select(Describe)
                .Concat(type.Properties.Where(each => Accessors(each) != "").Select(Describe))
                .Concat(type.Events.Where(each => each.AddMethod.IsPublic).Select(Describe))
                .Concat(type.Methods.Where(each => each.IsPublic && !IsAccessor(each)).Select(Describe));
            foreach (string line in IsDelegate(type) ? new string[0] : members)
            {
                yield return line;
            }
        }
    }

    static IEnumerable<string> Used(ModuleDefinition module)
    {
        foreach (TypeReference type in module.GetTypeReferences())
        {
            yield return Describe(Found(type.Resolve(), type));
        }
        foreach (MemberReference member in module.GetMemberReferences())
        {
            if (member.DeclaringType.IsArray)
            {
                continue; // their accessors are the runtime's
            }
            var method = member as MethodReference;
            if (method == null)
            {
                yield return Describe(Found(((FieldReference)member).Resolve(), member));
                continue;
            }
            MethodDefinition definition = Found(method.Resolve(), member);
            PropertyDefinition property = definition.DeclaringType.Properties.FirstOrDefault(each => each.GetMethod == definition || each.SetMethod == definition);
            EventDefinition happening = definition.DeclaringType.Events.FirstOrDefault(each => each.AddMethod == definition || each.RemoveMethod == definition);
            if (property != null)
            {
                yield return Describe(property, property.GetMethod == definition ? "get;" : "set;");
            }
            else if (happening != null)
            {
                yield return Describe(happening);
            }
            else if (!IsDelegate(definition.DeclaringType))
            {
                yield return Describe(definition);
            }
        }
    }

    static T Found<T>(T definition, MemberReference reference) where T : class
    {
        if (definition == null)
        {
            throw new InvalidOperationException("no assembly here defines " + reference.FullName);
        }
        return definition;
    }

    static string Describe(TypeDefinition type)
    {
        string kind = type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : IsDelegate(type) ? "delegate" : "class";
        string sealedAndAbstract = type.IsSealed && type.IsAbstract ? "static " : "";
        string parent = type.BaseType == null ? "" : type.BaseType.FullName;
        return Line("type", Name(type), sealedAndAbstract + kind, IsDelegate(type) ? Invocation(type) : parent);
    }

    static string Describe(FieldDefinition field)
    {
        string kind = field.HasConstant ? "static const" : Static(field.IsStatic) + "field";
        return Line("member", Name(field.DeclaringType), kind, field.Name, field.DeclaringType.IsEnum ? field.Constant.ToString() : Name(field.FieldType));
    }

    static string Describe(PropertyDefinition property)
    {
        return Describe(property, Accessors(property));
    }

    static string Describe(PropertyDefinition property, string accessors)
    {
        MethodDefinition any = property.GetMethod ?? property.SetMethod;
        string kind = property.HasParameters ? "indexer" : "property";
        return Line("member", Name(property.DeclaringType), Static(any.IsStatic) + kind, property.HasParameters ? "[]" : property.Name,
            Name(property.PropertyType) + " " + accessors);
    }

    static string Describe(EventDefinition happening)
    {
        return Line("member", Name(happening.DeclaringType), Static(happening.AddMethod.IsStatic) + "event", happening.Name, Name(happening.EventType));
    }

    static string Describe(MethodDefinition method)
    {
        string kind = method.IsConstructor ? "ctor" : method.Name.StartsWith("op_") ? "operator" : "method";
        string arity = method.HasGenericParameters ? "`" + method.GenericParameters.Count : "";
        return Line("member", Name(method.DeclaringType), Static(method.IsStatic) + kind, method.Name + arity, Name(method.ReturnType) + " " + Parameters(method));
    }

    static string Invocation(TypeDefinition type)
    {
        MethodDefinition invoke = type.Methods.Single(each => each.Name == "Invoke");
        return Name(invoke.ReturnType) + " " + Parameters(invoke);
    }

    static string Parameters(MethodDefinition method)
    {
        return "(" + string.Join(",", method.Parameters.Select(each => Name(each.ParameterType)).ToArray()) + ")";
    }

    static string Accessors(PropertyDefinition property)
    {
        return (property.GetMethod != null && property.GetMethod.IsPublic ? "get;" : "")
            + (property.SetMethod != null && property.SetMethod.IsPublic ? "set;" : "");
    }

    static string Name(TypeDefinition type)
    {
        return type.FullName.Replace('/', '.');
    }

    static string Name(TypeReference type)
    {
        var array = type as ArrayType;
        var generic = type as GenericInstanceType;
        string word;
        if (array != null)
        {
            return Name(array.ElementType) + "[]";
        }
        if (type.IsByReference)
        {
            return Name(((ByReferenceType)type).ElementType) + "&";
        }
        if (generic != null && generic.ElementType.FullName == "System.Nullable`1")
        {
            return Name(generic.GenericArguments[0]);
        }
        if (generic != null)
        {
            return generic.ElementType.Name.Split('`')[0] + "<" + string.Join(",", generic.GenericArguments.Select(Name).ToArray()) + ">";
        }
        return Words.TryGetValue(type.FullName, out word) ? word : type.Name.Split('`')[0];
    }

    static bool IsVisible(TypeDefinition type)
    {
        return type.IsPublic || type.IsNestedPublic && IsVisible(type.DeclaringType);
    }

    static bool IsDelegate(TypeDefinition type)
    {
        return type.BaseType != null && type.BaseType.FullName == "System.MulticastDelegate";
    }

    static bool IsAccessor(MethodDefinition method)
    {
        return method.IsGetter || method.IsSetter || method.IsAddOn || method.IsRemoveOn;
    }

    static string Static(bool isStatic)
    {
        return isStatic ? "static " : "";
    }

    static string Line(params string[] fields)
    {
        return string.Join("\t", fields);
    }
}
