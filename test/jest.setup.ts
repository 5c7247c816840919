// From 2.268 the first synth of a process runs the built-in CloudFormation validator (2-3 s, 400 MB); one suite switches it on.
process.env.CDK_VALIDATION = 'false';
