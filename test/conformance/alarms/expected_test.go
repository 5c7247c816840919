package alarms

var expected = map[string]map[string][]string{}
